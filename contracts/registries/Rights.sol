// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Acting} from "../keepers/Acting.sol";
import {CertificateKeeper} from "../keepers/CertificateKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {Entities} from "../libraries/Entities.sol";
import {Journal} from "../libraries/Journal.sol";
import {Policies} from "../libraries/Policies.sol";
import {SerialBlocks} from "../libraries/SerialBlocks.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {Head, Subjects} from "../types/Subjects.sol";

/// @title The rules of {IRights}, where they are stated
contract Rights is IRights, CertificateKeeper {
    using PolicyFlags for uint16;

    /// @notice Registrations in one transaction.
    uint256 public constant MAX_BATCH = 128;

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Rights", 1) Acting(batches) {}

    /* REGISTRATION */

    /// @inheritdoc IRights
    function register(Registration[] calldata registrations) external returns (uint64 first) {
        uint32 authority = _authorize(Duties.MAKER, Capacities.AUTHORITY);
        uint256 count = registrations.length;
        if (count == 0 || count > MAX_BATCH) revert InvalidBatchSize(count);
        first = _LEDGER.next(count);
        // What a registration puts into memory is dead after it, and memory is paid for by its square.
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        (bytes8 code, uint16 flags) = (0, 0);
        for (uint256 i = 0; i < count; ++i) {
            // Most batches are of one type, whose policy is the same throughout a block.
            if (i == 0 || registrations[i].typeCode != code) {
                code = registrations[i].typeCode;
                flags = Policies.forAuthority(_LEDGER, code, authority).flags;
            }
            // A batch has at most {MAX_BATCH} members.
            _register(registrations[i], flags, authority, first + uint64(i));
            Memory.unsafeSetFreeMemoryPointer(free);
        }
    }

    /* RENEWAL 换证 */

    /// @inheritdoc IRights
    function renew(
        RightId right,
        Head calldata head,
        Renewal calldata renewal
    ) external returns (uint64 sequence) {
        RightState calldata state = _rightState(head);
        uint32 authority = _authorize(Duties.MAKER, Capacities.AUTHORITY);
        if (state.authority != authority) revert NotAuthority(right, authority);
        if (state.status != Status.CONFIRMED) revert RightNotConfirmed(right, state.status);
        if (!_isText(renewal.certificateNumber)) revert InvalidCertificateNumber();
        if (renewal.validTo != 0 && renewal.validFrom > renewal.validTo) {
            revert InvalidValidity(renewal.validFrom, renewal.validTo);
        }
        if (renewal.validTo != 0 && (state.validTo == 0 || renewal.validTo < state.validTo)) {
            revert InvalidRenewal(renewal.validTo);
        }
        if (renewal.evidence.length > MAX_EVIDENCE) revert TooManyEvidence(renewal.evidence.length);
        RightId certificate = _unused(authority, renewal.certificateNumber);
        _LEDGER.record(Facts.CERTIFICATE, RightId.unwrap(certificate), 0, RightId.unwrap(right));
        sequence = _LEDGER.next(1);
        RightState memory next = state;
        (next.validFrom, next.validTo) = (renewal.validFrom, renewal.validTo);
        bytes32 stateHash = _hashOf(next, _rightExtension(head));
        bytes32 entry = Journal.emitted(
            RightRenewed.selector,
            RightId.unwrap(right),
            bytes32(uint256(authority)),
            abi.encode(sequence, _now(), stateHash, renewal)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @inheritdoc IRights
    function rightOf(uint32 authority, string calldata certificateNumber) external view returns (RightId) {
        return _rightUnder(_idOf(authority, certificateNumber));
    }

    /* MECHANISM */

    function _register(Registration calldata given, uint16 flags, uint32 authority, uint64 sequence) private {
        _requireValid(given, flags);
        RightId right = _unused(authority, given.certificateNumber);
        if (Entities.hasEnded(_LEDGER, given.holder)) revert IParties.PartyEnded(given.holder);
        RightState memory state = RightState({
            holder: given.holder,
            typeCode: given.typeCode,
            authority: authority,
            status: Status.CONFIRMED,
            acquisition: given.acquisition,
            validFrom: given.validFrom,
            validTo: given.validTo,
            quantity: given.quantity,
            overlays: new Overlay[](0)
        });
        bytes32 stateHash = _hashOf(state, "");
        bytes32 entry = Journal.emitted(
            RightRegistered.selector,
            RightId.unwrap(right),
            PartyId.unwrap(given.holder),
            abi.encode(sequence, _now(), authority, stateHash, given)
        );
        bytes32 holder = PartyId.unwrap(given.holder);
        _begin(Subjects.RIGHT, RightId.unwrap(right), stateHash, entry, holder);
    }

    function _requireValid(Registration calldata given, uint16 flags) private pure {
        if (given.quantity == 0 || given.quantity > Overlays.MAX_QUANTITY) {
            revert InvalidQuantity(given.quantity);
        }
        if (given.acquisition == Acquisition.NONE) revert InvalidAcquisition();
        if (given.validTo != 0 && given.validFrom > given.validTo) {
            revert InvalidValidity(given.validFrom, given.validTo);
        }
        if (!_isText(given.certificateNumber)) revert InvalidCertificateNumber();
        if (bytes(given.region).length > MAX_TEXT || bytes(given.referencePrice.source).length > MAX_TEXT) {
            revert InvalidText();
        }
        if (given.evidence.length > MAX_EVIDENCE) revert TooManyEvidence(given.evidence.length);
        if (flags.has(PolicyFlags.VINTAGE) && given.vintage == 0) revert VintageRequired(given.typeCode);
        if (flags.has(PolicyFlags.SERIALISED) && given.serialBlocks.length == 0) {
            revert SerialBlocksRequired(given.typeCode);
        }
        SerialBlocks.requireExact(given.serialBlocks, given.quantity);
    }
}
