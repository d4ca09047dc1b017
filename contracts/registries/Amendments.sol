// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAmendments} from "../interfaces/IAmendments.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {CollateralKeeper} from "../keepers/CollateralKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Increases} from "../libraries/Increases.sol";
import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {IAmendments}, where they are stated
contract Amendments is IAmendments, CollateralKeeper {
    bytes32 private constant _CONSENT = keccak256("AmendmentConsent");

    /// @notice What an extension adds at least and at most, in calendar months.
    uint16 public immutable MIN_EXTENSION;
    uint16 public immutable MAX_EXTENSION;

    /// @param minMonths more than 0
    /// @param maxMonths at least `minMonths`
    constructor(
        ILedger ledger,
        IBatches batches,
        uint16 minMonths,
        uint16 maxMonths
    ) Registry(ledger, "Amendments", 1) Acting(batches) {
        if (minMonths == 0 || minMonths > maxMonths) revert InvalidExtensionTerm(minMonths, maxMonths);
        (MIN_EXTENSION, MAX_EXTENSION) = (minMonths, maxMonths);
    }

    /* AMENDMENT 变更 */

    /// @inheritdoc IAmendments
    function amend(
        InterestId interest,
        Head calldata head,
        Amendment calldata amendment,
        ISecurityInterests.CollateralInput[] calldata added,
        Approval calldata consent
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireInOrder(interest, state);
        if (amendment.securedAmount == 0) revert ISecurityInterests.InvalidAmount();
        if (!_isText(amendment.contractNumber)) revert ISecurityInterests.InvalidContractNumber();
        sequence = _LEDGER.next(1);
        if (_add(interest, state, amendment.acknowledgeJunior, added, sequence)) {
            _requireConsent(
                _CONSENT,
                PartyId.unwrap(state.grantor),
                _wordsOf(added),
                keccak256(abi.encode(interest, amendment)),
                consent,
                state.grantor
            );
        }
        bytes32 stateHash = _amended(head, amendment, added, sequence);
        _record(
            interest,
            head,
            stateHash,
            InterestAmended.selector,
            abi.encode(sequence, _now(), agent, stateHash, amendment, _described(added))
        );
    }

    /* EXTENSION 展期 */

    /// @inheritdoc IAmendments
    function extend(
        InterestId interest,
        Head calldata head,
        uint32 termTo
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _UNENDED);
        _requireNotLapsed(interest, state);
        _requireExtension(state.termTo, termTo);
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = state;
        next.termTo = termTo;
        bytes32 stateHash = _hashOf(next, _interestExtension(head));
        _record(
            interest,
            head,
            stateHash,
            InterestExtended.selector,
            abi.encode(sequence, _now(), agent, stateHash, termTo)
        );
    }

    /* CONFIRMATION 预告转本登记 */

    /// @inheritdoc IAmendments
    function confirm(
        InterestId interest,
        Head calldata head,
        bytes32 contractDigest
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, 1 << uint256(ISecurityInterests.Status.ADVANCE));
        _requireNotLapsed(interest, state);
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = state;
        next.status = ISecurityInterests.Status.EFFECTIVE;
        next.contractDigest = contractDigest;
        bytes32 stateHash = _hashOf(next, _interestExtension(head));
        _record(
            interest,
            head,
            stateHash,
            InterestConfirmed.selector,
            abi.encode(sequence, _now(), agent, stateHash, contractDigest)
        );
    }

    /* MECHANISM */

    /// @return consent whether the type of any of the rights demands the grantor's consent
    function _add(
        InterestId interest,
        ISecurityInterests.InterestState calldata state,
        bool acknowledgeJunior,
        ISecurityInterests.CollateralInput[] calldata added,
        uint64 sequence
    ) private returns (bool consent) {
        if (added.length > MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(added.length);
        uint64 ref = _refOf(interest);
        for (uint256 i = 0; i < added.length; ++i) {
            ISecurityInterests.CollateralInput calldata item = added[i];
            bool asks = _requirePledgeable(item, state.grantor, state.termFrom, state.termTo);
            consent = consent || asks;
            _requireNotTaken(item, ref);
            _encumber(item.right, item.head, ref, sequence, item.intervals, acknowledgeJunior);
        }
    }

    /* RULES */

    /// @dev As of a first term: the days after both ends are compared.
    function _requireExtension(uint32 termTo, uint32 newTermTo) private view {
        (uint32 start, uint256 end) = (termTo + 1, uint256(newTermTo) + 1);
        if (
            CivilDate.isBeforeMonths(start, end, MIN_EXTENSION) ||
            CivilDate.isAfterMonths(start, end, MAX_EXTENSION)
        ) {
            revert InvalidExtension(termTo, newTermTo);
        }
    }

    /// @dev Bounded by MAX_INTERVALS, which {_encumber} checks before it stores anything, times MAX_OVERLAYS.
    function _requireNotTaken(ISecurityInterests.CollateralInput calldata item, uint64 ref) private pure {
        Overlay[] calldata overlays = _rightState(item.head).overlays;
        for (uint256 i = 0; i < item.intervals.length; ++i) {
            Interval calldata interval = item.intervals[i];
            for (uint256 j = 0; j < overlays.length; ++j) {
                Overlay it = overlays[j];
                if (it.ref() != ref || it.from() >= interval.to || interval.from >= it.to()) continue;
                uint256 unit = it.from() > interval.from ? it.from() : interval.from;
                revert UnitsAlreadyTaken(item.right, unit);
            }
        }
    }

    /* SHAPES */

    /// @return stateHash of the state as it is after the amendment
    function _amended(
        Head calldata head,
        Amendment calldata amendment,
        ISecurityInterests.CollateralInput[] calldata added,
        uint64 sequence
    ) private pure returns (bytes32 stateHash) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        ISecurityInterests.InterestState memory next = state;
        next.debtor = amendment.debtor;
        next.contractDigest = amendment.contractDigest;
        next.securedAmount = amendment.securedAmount;
        if (amendment.securedAmount > state.securedAmount) {
            uint256 count = state.increases.length + 1;
            if (count > Increases.MAX_INCREASES) revert TooManyIncreases(count);
            uint128 more = amendment.securedAmount - state.securedAmount;
            next.increases = Increases.appended(state.increases, sequence, more);
        } else {
            Increases.lower(next.increases, state.securedAmount - amendment.securedAmount);
        }
        next.rights = _withRights(state.rights, added);
        return _hashOf(next, _interestExtension(head));
    }

    /// @notice The rights with those of `added` that are new, each once.
    /// @dev Bounded by {MAX_COLLATERAL}².
    function _withRights(
        RightId[] calldata rights,
        ISecurityInterests.CollateralInput[] calldata added
    ) private pure returns (RightId[] memory all) {
        uint256 count = rights.length;
        all = new RightId[](count + added.length);
        for (uint256 i = 0; i < count; ++i) all[i] = rights[i];
        for (uint256 i = 0; i < added.length; ++i) {
            uint256 place = 0;
            while (place < count && !(all[place] == added[i].right)) ++place;
            if (place == count) all[count++] = added[i].right;
        }
        if (count > MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(count);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(all, count)
        }
    }
}
