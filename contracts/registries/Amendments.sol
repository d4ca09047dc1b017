// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAmendments} from "../interfaces/IAmendments.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Approving} from "../keepers/Approving.sol";
import {CollateralKeeper} from "../keepers/CollateralKeeper.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Increases} from "../libraries/Increases.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities} from "../types/Capacities.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";

/// @title The rules of {IAmendments}, where they are stated
contract Amendments is IAmendments, CollateralKeeper {
    bytes32 private constant _CONSENT = keccak256("AmendmentConsent");
    bytes32 private constant _ASSIGNMENT = keccak256("InterestAssignment");
    bytes32 private constant _SUBORDINATION = keccak256("InterestSubordination");

    /// @notice What an extension adds at least and at most, in calendar months.
    uint16 public immutable MIN_EXTENSION;
    uint16 public immutable MAX_EXTENSION;

    /// @param minMonths more than 0
    /// @param maxMonths at least `minMonths`
    constructor(
        ILedger ledger,
        IInstitutions institutions,
        IRightTypes rightTypes,
        IParties parties,
        uint16 minMonths,
        uint16 maxMonths
    ) RightKeeper(ledger) Approving(institutions) CollateralKeeper(rightTypes, parties) {
        if (minMonths == 0 || minMonths > maxMonths) revert InvalidExtensionTerm(minMonths, maxMonths);
        (MIN_EXTENSION, MAX_EXTENSION) = (minMonths, maxMonths);
    }

    /* AMENDMENT 变更 */

    /// @inheritdoc IAmendments
    function amend(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        Amendment calldata amendment,
        ISecurityInterests.CollateralInput[] calldata added,
        Approval calldata consent
    ) external returns (uint64 sequence) {
        uint32 agent = _requireInOrder(interest, head.state);
        if (amendment.securedAmount == 0) revert ISecurityInterests.InvalidAmount();
        if (!_isText(amendment.contractNumber)) revert ISecurityInterests.InvalidContractNumber();
        sequence = _LEDGER.next(1);
        if (_add(interest, head.state, amendment.acknowledgeJunior, added, sequence)) {
            _requireConsent(
                _CONSENT,
                PartyId.unwrap(head.state.grantor),
                _wordsOf(added),
                keccak256(abi.encode(interest, amendment)),
                consent,
                head.state.grantor
            );
        }
        bytes32 stateHash = _amended(head.state, amendment, added, sequence);
        _record(
            interest,
            head,
            _interestWord(head),
            stateHash,
            InterestAmended.selector,
            abi.encode(sequence, uint40(block.timestamp), agent, stateHash, amendment, _described(added))
        );
    }

    /* EXTENSION 展期 */

    /// @inheritdoc IAmendments
    function extend(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        uint32 termTo
    ) external returns (uint64 sequence) {
        uint32 agent = _requireAgent(interest, head.state);
        _requireStatus(interest, head.state.status, _UNENDED);
        _requireNotLapsed(interest, head.state);
        _requireExtension(head.state.termTo, termTo);
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = head.state;
        next.termTo = termTo;
        bytes32 stateHash = keccak256(abi.encode(next));
        _record(
            interest,
            head,
            _interestWord(head),
            stateHash,
            InterestExtended.selector,
            abi.encode(sequence, uint40(block.timestamp), agent, stateHash, termTo)
        );
    }

    /* ASSIGNMENT 转让 */

    /// @inheritdoc IAmendments
    function assign(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        uint32 newAgent,
        uint32[] calldata securedParties,
        bytes32 evidence,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        uint32 agent = _requireAgent(interest, head.state);
        _requireStatus(interest, head.state.status, _UNENDED);
        _requireNotLapsed(interest, head.state);
        _requireAssignable(head.state, newAgent, securedParties);
        bytes32 word = _interestWord(head);
        address approver = _requireChecker(
            _ASSIGNMENT,
            InterestId.unwrap(interest),
            word,
            keccak256(abi.encode(newAgent, securedParties, evidence)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = head.state;
        next.agent = newAgent;
        next.securedParties = securedParties;
        bytes32 stateHash = keccak256(abi.encode(next));
        _record(
            interest,
            head,
            word,
            stateHash,
            InterestAssigned.selector,
            abi.encode(
                sequence,
                uint40(block.timestamp),
                agent,
                stateHash,
                newAgent,
                securedParties,
                evidence,
                approver
            )
        );
    }

    /* SUBORDINATION 顺位变更 */

    /// @inheritdoc IAmendments
    function subordinate(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        InterestId ahead,
        Yielded[] calldata yielded,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        uint32 agent = _requireInOrder(interest, head.state);
        uint256 count = yielded.length;
        if (count == 0 || count > MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(count);
        ISecurityInterests.Collateral[] memory collateral = new ISecurityInterests.Collateral[](count);
        for (uint256 i = 0; i < count; ++i) {
            collateral[i] = ISecurityInterests.Collateral(yielded[i].right, yielded[i].intervals);
        }
        bytes32 word = _interestWord(head);
        address approver = _requireChecker(
            _SUBORDINATION,
            InterestId.unwrap(interest),
            word,
            keccak256(abi.encode(ahead, collateral)),
            approval,
            agent,
            Capacities.SECURED_PARTY
        );
        sequence = _LEDGER.next(1);
        for (uint256 i = 0; i < count; ++i) _yield(interest, ahead, yielded[i], sequence);
        bytes32 stateHash = keccak256(abi.encode(head.state));
        _record(
            interest,
            head,
            word,
            stateHash,
            InterestSubordinated.selector,
            abi.encode(sequence, uint40(block.timestamp), agent, stateHash, ahead, collateral, approver)
        );
    }

    /* CONFIRMATION 预告转本登记 */

    /// @inheritdoc IAmendments
    function confirm(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        bytes32 contractDigest
    ) external returns (uint64 sequence) {
        uint32 agent = _requireAgent(interest, head.state);
        _requireStatus(interest, head.state.status, 1 << uint256(ISecurityInterests.Status.ADVANCE));
        _requireNotLapsed(interest, head.state);
        sequence = _LEDGER.next(1);
        ISecurityInterests.InterestState memory next = head.state;
        next.status = ISecurityInterests.Status.EFFECTIVE;
        next.contractDigest = contractDigest;
        bytes32 stateHash = keccak256(abi.encode(next));
        _record(
            interest,
            head,
            _interestWord(head),
            stateHash,
            InterestConfirmed.selector,
            abi.encode(sequence, uint40(block.timestamp), agent, stateHash, contractDigest)
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

    function _yield(
        InterestId interest,
        InterestId ahead,
        Yielded calldata yielded,
        uint64 sequence
    ) private {
        Overlay[] calldata overlays = yielded.head.state.overlays;
        (RightId right, uint64 ref) = (yielded.right, _refOf(interest));
        Line.requireCanonical(yielded.intervals, yielded.head.state.quantity);
        uint64 priority;
        for (uint256 i = 0; i < yielded.intervals.length; ++i) {
            Interval calldata interval = yielded.intervals[i];
            uint256 own = _overlayOver(right, overlays, ref, interval);
            uint256 other = _placeOver(overlays, _refOf(ahead), interval);
            if (other == overlays.length || !_isBehind(overlays, other, own) || !_isNumber(ahead)) {
                revert NotBehind(right, ahead, interval.from);
            }
            if (i != 0 && overlays[other].priority() != priority) {
                revert RanksDiffer(right, ahead, interval.from);
            }
            priority = overlays[other].priority();
        }
        _rerank(right, yielded.head, ref, priority, yielded.intervals, sequence);
    }

    /* RULES */

    /// @notice The agent, if the caller is a maker of it and the interest is neither ended, nor lapsed, nor in default.
    function _requireInOrder(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) private view returns (uint32 agent) {
        agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _IN_ORDER);
        _requireNotLapsed(interest, state);
    }

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

    function _requireAssignable(
        ISecurityInterests.InterestState calldata state,
        uint32 newAgent,
        uint32[] calldata securedParties
    ) private view {
        IInstitutions.Institution memory agent = _INSTITUTIONS.institution(newAgent);
        if (agent.capacities & Capacities.SECURED_PARTY == 0 || agent.suspended) revert InvalidAssignment();
        _requireSecuredParties(securedParties, newAgent);
        bool changes = newAgent != state.agent || securedParties.length != state.securedParties.length;
        for (uint256 i = 0; !changes && i < securedParties.length; ++i) {
            changes = securedParties[i] != state.securedParties[i];
        }
        if (!changes) revert InvalidAssignment();
    }

    /// @dev Bounded by MAX_INTERVALS, which {_encumber} checks before it stores anything, times MAX_OVERLAYS.
    function _requireNotTaken(ISecurityInterests.CollateralInput calldata item, uint64 ref) private pure {
        Overlay[] calldata overlays = item.head.state.overlays;
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

    /// @notice Whether the id is no more than a number, as every interest's is; its word is not asked for here.
    function _isNumber(InterestId interest) private pure returns (bool) {
        return uint256(InterestId.unwrap(interest)) == _refOf(interest);
    }

    /// @notice Whether the overlay in place `a` ranks behind that in place `b`.
    function _isBehind(Overlay[] calldata overlays, uint256 a, uint256 b) private pure returns (bool) {
        (uint64 p, uint64 q) = (overlays[a].priority(), overlays[b].priority());
        return p == q ? a > b : p > q;
    }

    /* SHAPES */

    /// @return stateHash of the state as it is after the amendment
    function _amended(
        ISecurityInterests.InterestState calldata state,
        Amendment calldata amendment,
        ISecurityInterests.CollateralInput[] calldata added,
        uint64 sequence
    ) private pure returns (bytes32 stateHash) {
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
        next.rights = _withAdded(state.rights, added);
        return keccak256(abi.encode(next));
    }

    /// @notice The rights with those of `added` that are new, each once.
    /// @dev Bounded by {MAX_COLLATERAL}².
    function _withAdded(
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
