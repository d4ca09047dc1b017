// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlays} from "../types/Overlay.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {ISecurityInterests}, where they are stated
contract SecurityInterests is ISecurityInterests, EIP712 {
    using PolicyFlags for uint16;

    /// @notice Registrations in one transaction.
    uint256 public constant MAX_BATCH = 128;
    /// @notice Rights that one interest is registered on.
    uint256 public constant MAX_COLLATERAL = 32;
    /// @notice Secured parties of one interest.
    uint256 public constant MAX_SECURED_PARTIES = 16;
    /// @notice Longest contract number, in bytes of UTF-8.
    uint256 public constant MAX_TEXT = 256;

    bytes32 private constant _CANCELLATION = keccak256(
        "Cancellation(bytes32 interest,bytes32 word,uint8 reason,uint40 deadline)"
    );
    bytes32 private constant _CONSENT = keccak256(
        "Consent(bytes32 grantor,bytes32 terms,bytes32 collateral,uint40 deadline)"
    );

    ILedger private immutable _LEDGER;
    IInstitutions private immutable _INSTITUTIONS;
    IRightTypes private immutable _RIGHT_TYPES;
    IRights private immutable _RIGHTS;

    constructor(
        ILedger ledger,
        IInstitutions institutions,
        IRightTypes rightTypes,
        IRights rights
    ) EIP712("Ludeng", "1") {
        _LEDGER = ledger;
        _INSTITUTIONS = institutions;
        _RIGHT_TYPES = rightTypes;
        _RIGHTS = rights;
    }

    /* INITIAL REGISTRATION 初始登记 */

    /// @inheritdoc ISecurityInterests
    function register(Registration[] calldata registrations) external returns (uint64 first) {
        uint32 agent = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.SECURED_PARTY);
        uint256 count = registrations.length;
        if (count == 0 || count > MAX_BATCH) revert InvalidBatchSize(count);
        first = _LEDGER.next(count);
        for (uint256 i = 0; i < count; ++i) {
            _register(registrations[i], agent, first + uint64(i));
        }
    }

    /* CANCELLATION 注销登记 */

    /// @inheritdoc ISecurityInterests
    function cancel(
        InterestId interest,
        InterestHead calldata head,
        IRights.RightHead[] calldata rights,
        Reason reason,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        uint32 agent = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.SECURED_PARTY);
        InterestState calldata state = head.state;
        if (state.agent != agent) revert NotAgent(interest, agent);
        if (state.status != Status.EFFECTIVE) revert NotEffective(interest, state.status);
        if (reason == Reason.NONE) revert InvalidReason();
        bytes32 word = Journal.word(keccak256(abi.encode(state)), head.journal);
        address approver = _requireChecker(
            keccak256(abi.encode(_CANCELLATION, interest, word, reason, approval.deadline)),
            approval,
            agent
        );
        sequence = _LEDGER.next(1);
        _discharge(interest, state.rights, rights, sequence);
        _recordCancellation(interest, head, word, sequence, reason, approver);
    }

    /* MECHANISM */

    function _register(Registration calldata given, uint32 agent, uint64 sequence) private {
        _requireValid(given.terms, agent);
        if (_encumber(given, sequence)) _requireConsent(given);
        bytes32 stateHash = _initialStateHash(given, agent);
        bytes32 interest = bytes32(uint256(sequence));
        bytes32 entry = Journal.emitted(
            InterestRegistered.selector,
            interest,
            PartyId.unwrap(given.grantor),
            abi.encode(
                sequence,
                uint40(block.timestamp),
                agent,
                stateHash,
                given.terms,
                _collateral(given.collateral)
            )
        );
        _LEDGER.writeAndExtend(
            Subjects.INTEREST,
            interest,
            0,
            Journal.word(stateHash, Journal.fold(0, entry)),
            PartyId.unwrap(given.grantor),
            entry
        );
    }

    /// @return consent whether the type of any of the rights demands the grantor's consent
    function _encumber(Registration calldata given, uint64 sequence) private returns (bool consent) {
        uint256 count = given.collateral.length;
        if (count == 0 || count > MAX_COLLATERAL) revert InvalidCollateralCount(count);
        for (uint256 i = 0; i < count; ++i) {
            CollateralInput calldata item = given.collateral[i];
            IRights.RightState calldata state = item.head.state;
            if (state.holder != given.grantor) {
                revert GrantorNotHolder(item.right, given.grantor, state.holder);
            }
            IRightTypes.Policy memory policy = _RIGHT_TYPES.policyAt(state.typeCode, block.timestamp);
            if (!policy.flags.has(PolicyFlags.PLEDGEABLE)) revert NotPledgeable(item.right, state.typeCode);
            if (policy.flags.has(PolicyFlags.PAID_ONLY) && state.acquisition == IRights.Acquisition.FREE) {
                revert NotPaidFor(item.right);
            }
            _requireTerm(given.terms, policy);
            consent = consent || policy.flags.has(PolicyFlags.CONSENT);
            _RIGHTS.encumber(
                item.right,
                item.head,
                Overlays.INTEREST,
                sequence,
                item.intervals,
                given.terms.acknowledgeJunior
            );
        }
    }

    function _discharge(
        InterestId interest,
        RightId[] calldata rights,
        IRights.RightHead[] calldata heads,
        uint64 sequence
    ) private {
        if (heads.length != rights.length) revert HeadsDoNotMatch(heads.length, rights.length);
        uint64 ref = uint64(uint256(InterestId.unwrap(interest)));
        for (uint256 i = 0; i < rights.length; ++i) {
            _RIGHTS.discharge(rights[i], heads[i], Overlays.INTEREST, ref, sequence);
        }
    }

    function _recordCancellation(
        InterestId interest,
        InterestHead calldata head,
        bytes32 word,
        uint64 sequence,
        Reason reason,
        address approver
    ) private {
        InterestState memory state = head.state;
        state.status = Status.CANCELLED;
        bytes32 stateHash = keccak256(abi.encode(state));
        bytes32 entry = Journal.emitted(
            InterestCancelled.selector,
            InterestId.unwrap(interest),
            PartyId.unwrap(state.grantor),
            abi.encode(sequence, uint40(block.timestamp), state.agent, stateHash, reason, approver)
        );
        bytes32 newWord = Journal.word(stateHash, Journal.fold(head.journal, entry));
        _LEDGER.writeAndExtend(
            Subjects.INTEREST,
            InterestId.unwrap(interest),
            word,
            newWord,
            PartyId.unwrap(state.grantor),
            entry
        );
    }

    /* RULES */

    function _requireValid(Terms calldata terms, uint32 agent) private view {
        if (terms.kind == Kind.NONE) revert InvalidKind();
        if (terms.securedAmount == 0 || terms.currency == 0) revert InvalidAmount();
        uint256 length = bytes(terms.contractNumber).length;
        if (length == 0 || length > MAX_TEXT) revert InvalidContractNumber();
        uint32[] calldata secured = terms.securedParties;
        uint256 count = secured.length;
        if (count == 0 || count > MAX_SECURED_PARTIES) revert InvalidSecuredParties();
        bool registrantSecured;
        for (uint256 i = 0; i < count; ++i) {
            uint32 number = secured[i];
            if (number == 0 || (i != 0 && number <= secured[i - 1])) revert InvalidSecuredParties();
            registrantSecured = registrantSecured || number == agent;
        }
        // Numbers are given out in order: those before the registrant's exist, and here they ascend.
        uint32 last = secured[count - 1];
        if (last > agent && last > _INSTITUTIONS.count()) revert InvalidSecuredParties();
        if (!registrantSecured) revert RegistrantNotSecured(agent);
        if (CivilDate.endOf(terms.termTo) < block.timestamp) revert TermAlreadyOver(terms.termTo);
    }

    function _requireConsent(Registration calldata given) private view {
        bytes32 words;
        for (uint256 i = 0; i < given.collateral.length; ++i) {
            CollateralInput calldata item = given.collateral[i];
            bytes32 word = Journal.word(keccak256(abi.encode(item.head.state)), item.head.journal);
            words = keccak256(abi.encode(words, item.right, word, item.intervals));
        }
        bytes32 structHash = keccak256(
            abi.encode(
                _CONSENT,
                given.grantor,
                keccak256(abi.encode(given.terms)),
                words,
                given.consent.deadline
            )
        );
        address signer = _recover(structHash, given.consent);
        uint32 number = _INSTITUTIONS.numberOf(given.grantor);
        IInstitutions.Key memory key = _INSTITUTIONS.key(signer);
        if (number == 0 || key.institution != number) revert ConsentRequired(given.grantor, signer);
        _INSTITUTIONS.authorize(signer, Duties.MAKER | Duties.CHECKER, Capacities.ALL);
    }

    function _requireChecker(
        bytes32 structHash,
        Approval calldata approval,
        uint32 institution
    ) private view returns (address signer) {
        signer = _recover(structHash, approval);
        if (_INSTITUTIONS.key(signer).institution != institution) {
            revert NotApprovedByChecker(signer, institution);
        }
        _INSTITUTIONS.authorize(signer, Duties.CHECKER, Capacities.SECURED_PARTY);
    }

    function _recover(bytes32 structHash, Approval calldata approval) private view returns (address signer) {
        if (approval.deadline < block.timestamp) revert ApprovalExpired(approval.deadline);
        (signer, , ) = ECDSA.tryRecover(_hashTypedDataV4(structHash), approval.signature);
    }

    /// @dev A term from 1 January to 31 December is twelve months: the day after its end is compared.
    function _requireTerm(Terms calldata terms, IRightTypes.Policy memory policy) private pure {
        uint256 end = uint256(terms.termTo) + 1;
        if (
            CivilDate.isBeforeMonths(terms.termFrom, end, policy.minTermMonths) ||
            CivilDate.isAfterMonths(terms.termFrom, end, policy.maxTermMonths)
        ) {
            revert TermOutOfRange(terms.termFrom, terms.termTo, policy.minTermMonths, policy.maxTermMonths);
        }
    }

    /* SHAPES */

    /// @dev keccak256(abi.encode(InterestState)) without building the state first: a struct of changing length is encoded as
    /// the word 0x20 followed by its members.
    function _initialStateHash(Registration calldata given, uint32 agent) private pure returns (bytes32) {
        RightId[] memory rights = new RightId[](given.collateral.length);
        for (uint256 i = 0; i < rights.length; ++i) rights[i] = given.collateral[i].right;
        Terms calldata terms = given.terms;
        return
            keccak256(
                bytes.concat(
                    bytes32(uint256(0x20)),
                    abi.encode(
                        given.grantor,
                        terms.debtor,
                        terms.kind,
                        Status.EFFECTIVE,
                        agent,
                        terms.securedParties,
                        terms.securedAmount,
                        terms.currency,
                        terms.termFrom,
                        terms.termTo,
                        terms.contractDigest,
                        rights
                    )
                )
            );
    }

    function _collateral(
        CollateralInput[] calldata given
    ) private pure returns (Collateral[] memory collateral) {
        collateral = new Collateral[](given.length);
        for (uint256 i = 0; i < given.length; ++i) {
            collateral[i] = Collateral(given[i].right, given[i].intervals);
        }
    }
}
